"""From a build input to the tables of a release, and the one place that writes one."""
