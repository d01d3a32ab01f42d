"""The solvers that are there."""

import pytest

from optimize.solvers import available_solvers


@pytest.fixture(params=["HiGHS", "CBC"])
def solver(request):
    if request.param not in available_solvers():
        pytest.skip(f"{request.param} is not installed here: pip install 'pulp[cbc]'")
    return request.param
