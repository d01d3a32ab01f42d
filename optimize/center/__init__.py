"""The p-hub centre: bisection on the radius with a tree search over hub sets."""
