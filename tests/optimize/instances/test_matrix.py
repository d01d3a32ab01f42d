"""Matrices in CSV files: written in either form, they are read as they were."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize import InputError
from optimize.instances import read_matrix, write_matrix

NUMBERS = st.one_of(st.just(0.0), st.floats(0, 1e12))


def table_of(values, labels=("Алматы", "b, c", "x")):
    return pd.DataFrame(np.reshape(values, (3, 3)), index=list(labels), columns=list(labels))


@given(values=st.lists(NUMBERS, min_size=9, max_size=9), form=st.sampled_from(["matrix", "long"]))
def test_flows_come_back_from_either_form(tmp_path_factory, values, form):
    table = table_of(values)
    path = tmp_path_factory.mktemp("csv") / "flow.csv"
    write_matrix(table, path, form=form)
    found = read_matrix(path).loc[list(table.index), list(table.columns)]
    assert found.to_numpy().tolist() == table.to_numpy().tolist()


@given(
    values=st.lists(st.one_of(NUMBERS, st.just(np.inf)), min_size=9, max_size=9),
    form=st.sampled_from(["matrix", "long"]),
)
def test_costs_come_back_with_the_pairs_that_have_no_connection(tmp_path_factory, values, form):
    table = table_of(values)
    path = tmp_path_factory.mktemp("csv") / "cost.csv"
    write_matrix(table, path, form=form, absent=np.inf)
    found = read_matrix(path, absent=np.inf).loc[list(table.index), list(table.columns)]
    assert found.to_numpy().tolist() == table.to_numpy().tolist()


def test_the_long_form_has_a_row_for_each_pair_with_a_flow(tmp_path):
    write_matrix(table_of([0, 1, 0, 0, 0, 2.5, 0, 0, 0], "abc"), tmp_path / "flow.csv", form="long")
    assert (tmp_path / "flow.csv").read_text() == "origin,destination,value\na,b,1.0\nb,c,2.5\n"


def test_a_node_without_any_flow_is_not_lost(tmp_path):
    write_matrix(table_of([0, 1, 0, 0, 0, 0, 0, 0, 0], "abc"), tmp_path / "flow.csv", form="long")
    assert sorted(read_matrix(tmp_path / "flow.csv").index) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("matrices", "name", "how", "said"),
    [
        (table_of(range(9)), "a.xlsx", {}, "has to end with .csv or .omx"),
        ({"a": table_of(range(9)), "b": table_of(range(9))}, "a.csv", {}, "holds one matrix, and 2 are given"),
        (table_of(range(9)).iloc[:2], "a.csv", {}, "different labels"),
        (table_of(range(9)), "a.csv", {"form": "wide"}, "form is 'wide'"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, matrices, name, how, said):
    with pytest.raises(InputError, match=said):
        write_matrix(matrices, tmp_path / name, **how)


def test_faults_of_a_file_are_all_told(tmp_path):
    (tmp_path / "a.csv").write_text(",a,b\na,0,x\nb,-1,0\n")
    with pytest.raises(InputError, match="2 faults"):
        read_matrix(tmp_path / "a.csv")
