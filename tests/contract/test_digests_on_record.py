"""The digests of events already written stay as they are: seals over them are published and must stay verifiable.

The digests here were worked out when an event had just the members pinned here; they are never worked out anew.
"""

from __future__ import annotations

import pytest

from tests.support.every_member import PINNED, waiting
from tiertrack.intake.proposals import row_fingerprint
from tiertrack.store.codec import event_from_row, event_row, row_digest
from tiertrack.titles.event_members import FIRST_MEMBERS
from tiertrack.titles.events import Event

WRITTEN = ("2026-01-01T08:00:00.000000+00:00", "0123456789abcdef0123456789abcdef")

# As the first version of a stream, and as the third of another, correcting the first.
DIGESTS = {
    "recognised": (
        "0ac65cef75cc617a004bc0f775c3a2ec9b800b1979a2c0bae044b461b1eaa014",
        "8cd1f18c1a96308d3be744dbb2eac9f3bafb31612dc50ea73a34a5bd79c209aa",
    ),
    "applied": (
        "c074c5cca0304a5a332e59f63fa66bcc25bf4a047ad803ac8d3cc4d6810d9a7d",
        "ea578636910070e253b90bdf365637d751524c276a26109a53d309b330091497",
    ),
    "revoked": (
        "b9b198c9ff209611ad3028363627160a468763ed46a518d774d939d061de423f",
        "0a7a46c3bfbf8687426d9588b00f3311d13f6471325d532fbcbf22b57f2d6b7f",
    ),
    "updated": (
        "56b0eaca012c4470d22342612acad87bd4047fc55f771f2f5ade2ee565be71f5",
        "5c09049a1859ef649e885682be09806a7d5649fa055889035faf8621b65db635",
    ),
    "renamed": (
        "3c44316c6376a5ceb8441fda956c9ba336edd718626e7a987cb12829156a7eb4",
        "a9736343e9600f85e25efd3cf74143b6414f0bcc2d201bdff4c337a66d2269b6",
    ),
    "product": (
        "945fe369564d408eea4e2b2766c733c4c545208b1f5a5add46705cd77bfa8121",
        "c5e85bda221d41a156ea74c5b7423f8aa5acf586048df16e991d86389e94b3d0",
    ),
    "old name": (
        "4c260203597699de56409d618a2bb24ad55d97ae598efa0e4713fc5fe7857357",
        "8753e01ffdb6fdbcdc4bb7ce30f11d60d3d52efddf29d989911af80364a01690",
    ),
    "listed": (
        "751ee45e1092917143fbda9faeff2ac2a6a0b75a1decba0cc4d6609b0cdd9238",
        "8fc8f8aab292de17ecbfea121c00bcf04d05b08ff23946056ea6529381462bc1",
    ),
}


# A row of a list waiting for a decision is known again by its fingerprint.
FINGERPRINTS = {
    "recognised": "f0756246ddcb240c670a9dcf012df6eb4f29d0e80ddedf3349c898b65eafb294",
    "applied": "a54e02cb34ace7d4f7a1a04f30801af00bb2490a2cfb3129775f45733b51f731",
    "revoked": "afd866a6dabe9dd3f23ab0bb4140aad211d79bd112bec04b9e1abf7140062ded",
    "updated": "cf758801d740561702e0c38292c8f324d9cf5fc6f289c1be3dab444b2b588251",
    "renamed": "959d6c62c1e7eca7832193687e24a91a3ff06bab5fbf5135747381fb340aa49a",
    "product": "40038909c26fef42a143419261403ef48419eae55ab7bc30abfc60836af332b3",
    "old name": "6c5c45ffe324f6b403982622b5114384d00f64b9ddca0d1c2436c90003a2bf5d",
    "listed": "2af449205a5e8d175fc985ce97f485f0cb776be76113406a5645f34b670ad800",
}


def rows(event: Event) -> tuple[str, str]:
    return (
        event_row(7, 1, event, (1, None), WRITTEN, None).digest,
        event_row(9, 2, event, (3, 1), WRITTEN, "ff" * 32).digest,
    )


@pytest.mark.parametrize("name", PINNED)
def test_an_event_written_before_has_the_digest_it_had(name: str) -> None:
    assert rows(PINNED[name]) == DIGESTS[name]


@pytest.mark.parametrize("name", PINNED)
def test_a_row_of_a_list_kept_before_has_the_fingerprint_it_had(name: str) -> None:
    assert row_fingerprint(waiting(PINNED[name])) == FINGERPRINTS[name]


@pytest.mark.parametrize("name", PINNED)
def test_a_row_read_back_has_the_digest_it_was_written_with(name: str) -> None:
    row = event_row(9, 2, PINNED[name], (3, 1), WRITTEN, "ff" * 32)
    assert row_digest("ff" * 32, row) == row.digest
    again = event_row(9, 2, event_from_row(row), (3, 1), WRITTEN, "ff" * 32)
    assert again == row


def test_every_member_an_event_had_is_among_what_is_pinned() -> None:
    had = (*FIRST_MEMBERS, "product", "named", "board")
    values = {name: {getattr(event, name) for event in PINNED.values()} for name in had}
    assert [name for name, found in values.items() if len(found) < 2] == []
