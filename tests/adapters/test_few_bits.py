"""Weights in few bits: as near as is promised, the same when packed again, a quarter or an eighth of the room."""

from __future__ import annotations

import pytest

from service.adapters.few_bits import GROUP, LAYER, SCALE, packed, unpacked

pytestmark = pytest.mark.models
IN_LAYER, ELSEWHERE = f"encoder{LAYER}3.weight", "embeddings.weight"


@pytest.fixture(params=[0.0, 1e-6, 0.05, 30.0], ids=str)
def weights(request):
    import torch

    torch.manual_seed(0)
    drawn = {name: request.param * torch.randn(6, 4 * GROUP) for name in (IN_LAYER, ELSEWHERE)}
    return drawn | {"odd.layer.0.weight": request.param * torch.randn(3, 5), "bias": request.param * torch.randn(9)}


def test_in_a_layer_no_weight_is_off_by_more_than_a_fourteenth_of_the_largest_beside_it(weights):
    value, found = weights[IN_LAYER], unpacked(packed(weights))[IN_LAYER]
    largest = value.reshape(6, -1, GROUP).abs().amax(dim=2, keepdim=True)
    gap = (found - value).reshape(6, -1, GROUP).abs()
    assert (gap <= largest / 14 * 1.01 + 2.0**-15).all()


@pytest.mark.parametrize("name", [ELSEWHERE, "odd.layer.0.weight"])
def test_elsewhere_none_is_off_by_more_than_a_254th_of_the_largest_of_its_row(weights, name):
    value, found = weights[name], unpacked(packed(weights))[name]
    assert ((found - value).abs() <= value.abs().amax(dim=1, keepdim=True) / 254 * 1.01 + 1e-12).all()


def test_packing_what_was_unpacked_gives_the_very_same(weights):
    import torch

    once = packed(weights)
    again = packed(unpacked(once))
    assert once.keys() == again.keys()
    assert all(torch.equal(once[name], again[name]) for name in once)


def test_a_weight_takes_half_a_byte_in_a_layer_and_a_byte_elsewhere(weights):
    found = packed(weights)
    room = {name: found[name].numel() * found[name].element_size() for name in (IN_LAYER, ELSEWHERE)}
    assert room == {IN_LAYER: 6 * 2 * GROUP, ELSEWHERE: 6 * 4 * GROUP}
    assert {found[name].dtype.itemsize for name in (IN_LAYER, ELSEWHERE)} == {1}
    assert found[IN_LAYER + SCALE].shape == (6, 4)


def test_what_is_not_packed_is_read_as_it_is(weights):
    import torch

    assert all(torch.equal(value, weights[name]) for name, value in unpacked(weights).items())
