"""The command line: what it reads, what it does and what it writes."""
