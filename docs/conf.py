"""How Sphinx builds the site, see docs/development.md. Nothing here or on a built page asks for a network."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from tools.site import commands, reference  # noqa: E402
from tools.site.links import write_if_new  # noqa: E402

project = "silkhub"
author = "The silkhub maintainers"
project_copyright = author
extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "tools.site.mathml",
    "tools.site.sphinx",
]
exclude_patterns = ["_site", "_build", "jupyter_execute", "**/.ipynb_checkpoints"]
nitpicky = True

# Markdown
myst_enable_extensions = ["amsmath", "attrs_block", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 4
myst_update_mathjax = False
suppress_warnings = ["myst.xref_ambiguous"]
# notebooks run once for what they say, and again when they have changed
nb_execution_mode = "cache"
nb_execution_cache_path = str(HERE / "_build" / "notebooks")
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True
html_math_renderer = "mathml"

# the code
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
napoleon_preprocess_types = False
python_use_unqualified_type_names = True
nitpick_ignore_regex = [("py:.*", ".*")]

html_theme = "furo"
html_title = "silkhub"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": True}

for path, text in {**reference.pages(), commands.PATH: commands.page()}.items():
    write_if_new(HERE / path, text)
