"""A client of the service for Python programs: it needs urllib3 and nothing else of the house.

    client = Client("https://counterclaim.example.org", key)
    report = client.score(articles)

What the API answers comes back as it is, JSON read into dictionaries and lists; what it refuses is raised.
"""

from service.client.calls import Client
from service.client.errors import ClientError, JobFailed, Refused, StillRunning, Unreachable

__all__ = ["Client", "ClientError", "JobFailed", "Refused", "StillRunning", "Unreachable"]
