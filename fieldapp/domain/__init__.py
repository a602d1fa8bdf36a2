"""Rules of social work and of agreeing: what the nouns are, how values merge, who may do what. Pure functions and data."""
