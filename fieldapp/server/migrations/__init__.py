"""How the office's tables came to their shape, step by step; each release adds a step and changes none."""
