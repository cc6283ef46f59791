"""Law: citations, territories by key, and code lists."""
