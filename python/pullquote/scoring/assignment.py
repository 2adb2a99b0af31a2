"""Maximum-weight matching of two sides, for CEAF: the Hungarian algorithm by component."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence


def best_assignment(weights: Mapping[tuple[int, int], float]) -> float:
    """Total weight of the best one-to-one matching.

    Args:
        weights: positive weight of each possible pair (row, column).

    Cost: cubic in the size of the largest connected component.
    """
    total = 0.0
    for rows, columns in _components(weights):
        if len(rows) == 1 or len(columns) == 1:
            total += max(weights[r, c] for r in rows for c in columns)
        elif len(rows) <= len(columns):
            total -= _least_cost([[-weights.get((r, c), 0.0) for c in columns] for r in rows])
        else:
            total -= _least_cost([[-weights.get((r, c), 0.0) for r in rows] for c in columns])
    return total


def _components(
    weights: Mapping[tuple[int, int], float],
) -> Iterator[tuple[list[int], list[int]]]:
    """Rows and columns of each connected component."""
    columns_of: defaultdict[int, list[int]] = defaultdict(list)
    rows_of: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in weights:
        columns_of[row].append(column)
        rows_of[column].append(row)
    seen: set[int] = set()
    for first in columns_of:
        if first in seen:
            continue
        seen.add(first)
        rows, columns = [first], dict.fromkeys(columns_of[first])
        for row in rows:  # grows while it is walked
            for column in columns_of[row]:
                columns[column] = None
                for neighbour in rows_of[column]:
                    if neighbour not in seen:
                        seen.add(neighbour)
                        rows.append(neighbour)
        yield sorted(rows), sorted(columns)


def _least_cost(cost: Sequence[Sequence[float]]) -> float:
    """Cost of the cheapest assignment of every row to a column of its own (rows <= columns).

    Rows are added one by one along shortest augmenting paths; row 0 and column 0 are sentinels.
    """
    n, m = len(cost), len(cost[0])
    row_potential, column_potential = [0.0] * (n + 1), [0.0] * (m + 1)
    row_of, came_from = [0] * (m + 1), [0] * (m + 1)
    for row in range(1, n + 1):
        row_of[0], column = row, 0
        slack, is_used = [float("inf")] * (m + 1), [False] * (m + 1)
        while row_of[column]:
            is_used[column] = True
            at, delta, nearest = row_of[column], float("inf"), 0
            for j in range(1, m + 1):
                if is_used[j]:
                    continue
                reduced = cost[at - 1][j - 1] - row_potential[at] - column_potential[j]
                if reduced < slack[j]:
                    slack[j], came_from[j] = reduced, column
                if slack[j] < delta:
                    delta, nearest = slack[j], j
            for j in range(m + 1):
                if is_used[j]:
                    row_potential[row_of[j]] += delta
                    column_potential[j] -= delta
                else:
                    slack[j] -= delta
            column = nearest
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return sum(cost[row_of[j] - 1][j - 1] for j in range(1, m + 1) if row_of[j])
