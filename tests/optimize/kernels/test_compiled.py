"""How kernels are compiled: they are functions still, and infinity is a number to them."""

import numpy as np

from optimize.kernels import kernel


def test_a_kernel_computes_what_its_source_says():
    @kernel
    def total(values):
        found = 0.0
        for x in values:
            found += x
        return found

    assert total(np.arange(4.0)) == 6.0
    assert total.py_func(np.arange(4.0)) == 6.0


def test_infinity_stays_infinity():
    @kernel
    def least(values):
        found = np.inf
        for x in values:
            found = min(found, x + 1.0)
        return found

    assert least(np.array([np.inf, np.inf])) == np.inf
    assert least(np.array([np.inf, 2.0])) == 3.0
