"""Labels raw articles with models too heavy to ship, for the small ones to learn from."""
