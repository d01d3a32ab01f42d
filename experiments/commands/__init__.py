"""One sub-command of ``silkhub`` a file: arguments in, a study, something to look at."""
