"""What can be said: the words, the forms, the rules and the tables.

Everything that the other layers pass to each other is defined here, so that a coder's
desk and a build can never mean different things by the same name. This layer imports
nothing of ours and does no reading or writing of its own accord.
"""
