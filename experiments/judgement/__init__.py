"""All that is known of the claim of who is first and who comes next, on one page."""
