"""What the programs read from the environment, and how they say that something is wrong with it."""

import os
import sys


def required(name, example):
    """Gives a variable's value, or ends the program and says what is missing."""
    return os.environ.get(name) or fail(f"{name} is not set. Set it to something like {example}.")


def port(name, example):
    """Gives the number of a port."""
    text = required(name, example)
    if not text.isdecimal() or int(text) > 65535:
        fail(f"{name} is '{text}'. Set it to a port's number, such as {example}.")
    return int(text)


def seconds(name, default):
    """Gives a time in seconds."""
    text = os.environ.get(name) or default
    try:
        return float(text)
    except ValueError:
        fail(f"{name} is '{text}'. Set it to a number of seconds, such as {default}.")


def fail(message):
    sys.exit(f"{os.path.basename(sys.argv[0])}: {message}")
