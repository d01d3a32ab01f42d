"""What fuzzers share: how many inputs they try, and what every reader has to do with whatever it is given.

A fuzzer is a function ``test_...`` in a module ``test_fuzz_....py`` of this folder, with ``@few`` above ``@given(...)``
and no fixtures. The test suite tries a few inputs of each; ``make fuzz SECONDS=600`` (`tools/fuzz.py`) goes on.
"""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, settings

from optimize import InputError

few = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "20")),
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
"""A handful of inputs in the test suite, the same every time; batch after batch of others in `make fuzz`."""


@contextmanager
def file_of(content, name="input.csv"):
    """A file that holds some text or bytes, in a folder of its own that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        yield path


def value_or_refusal(read, *arguments, refusals=(InputError,)):
    """What `read` gives, or None where it refuses in the one way it may; any other exception is a fault.

    A refusal says something, on lines short enough to be read.
    """
    try:
        return read(*arguments)
    except refusals as refusal:
        message = str(refusal)
        assert message.strip()
        assert max(map(len, message.splitlines())) < 2000, message
        return None
