"""From reports to incidents: candidate pairs, levels, weights, groups; and why, for any pair."""
