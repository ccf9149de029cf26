#!/bin/sh
# What a build may know about the commit that it is of; only targets that ask for stamping see it.
echo "STABLE_COMMIT $(git rev-parse HEAD 2>/dev/null || echo unknown)"
