"""Both CDKs, in the one environment that has them: `make cdk`."""

from __future__ import annotations

import pytest

from support.cdk import CDK, CDKS


@pytest.fixture(params=CDKS, ids=lambda cdk: cdk.name)
def cdk(request: pytest.FixtureRequest) -> CDK:
    found: CDK = request.param
    return found
