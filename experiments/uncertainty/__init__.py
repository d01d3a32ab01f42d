"""How sure the answer is: draws of all that is uncertain, who wins how often, and on what it hangs."""
