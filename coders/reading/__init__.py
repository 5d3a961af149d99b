"""Reading help: what a text seems to say of when, where, who and how many. It offers; a person decides."""
