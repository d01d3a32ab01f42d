"""Links of the documents lead somewhere on a code host; the site checks its own when it is built."""

import pytest

from tests.documents.writing import anchors, documents, links, name


@pytest.mark.parametrize("path", documents(), ids=name)
def test_a_link_leads_to_a_file_or_heading_that_is_there(path):
    missing = []
    for link in links(path.read_text(encoding="utf-8")):
        target, _, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        file = (path.parent / target).resolve() if target else path
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            missing.append(link)
    assert missing == []
