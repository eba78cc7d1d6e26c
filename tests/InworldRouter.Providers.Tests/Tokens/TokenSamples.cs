// Texts of several kinds, written for these tests, and how many tokens of o200k_base each is.
namespace InworldRouter.Providers.Tests.Tokens;

/// <summary>Counted with gpt-tokenizer (npm), encoding o200k_base; lines end in one line feed, and the last in none.</summary>
internal static class TokenSamples
{
    public static TheoryData<string, string, int> All => new()
    {
        { nameof(Essay), Essay, 285 },
        { nameof(Manual), Manual, 372 },
        { nameof(CSharp), CSharp, 477 },
        { nameof(TypeScript), TypeScript, 514 },
        { nameof(Python), Python, 620 },
        { nameof(Json), Json, 455 },
    };

    private const string Essay =
        """
        The old harbour had been empty for so long that nobody in the town could say when the last ship had left it. Children played between the rusting cranes, and in the evening fishermen without boats sat on the quay and talked about the weather, as their fathers had done before them. It was said that the water had once been deep enough for the largest freighters of the northern line, and that on clear days one could read the names on their hulls from the church tower.

        Then, in the spring of a year that was otherwise unremarkable, a small grey vessel came in with the tide. She carried no flag. Her captain, a woman of perhaps sixty with a weathered face and an almost comically large hat, went straight to the post office, bought eleven stamps, and asked the clerk whether the lighthouse was still for sale. "It never was," the clerk replied, somewhat taken aback. "Everything is," said the captain, "if one asks politely and doesn't hurry."

        What followed has been told in many ways. The mayor's version leaves out the argument about the fence; the schoolteacher's leaves out the mayor. But all accounts agree on this: within three weeks the lamp was burning again, a supply boat was running twice a month, and the fishermen, who had grown used to having nothing to complain about except the weather, discovered to their considerable surprise that they were busy.
        """;

    private const string Manual =
        """
        # Backing up and restoring a workspace

        A backup is a single compressed archive that contains the database, the uploaded files and the configuration, but never the credentials. Creating one does not interrupt running jobs: the service takes a consistent snapshot first, and copies from the snapshot afterwards.

        ## Before you begin

        1. Check that at least 2.5 times the size of the database is free on the target disk. For a workspace of 40 GB this means 100 GB.
        2. Make sure that the account has the `backup.create` permission. Administrators have it by default; others must be granted it under **Settings → Roles**.
        3. Pause scheduled imports if they run more often than every 15 minutes. They would otherwise be repeated after a restore.

        ## Creating a backup

        Run the following command on the primary node:

            wsctl backup create --output /mnt/backup/workspace-2026-03-14.tar.zst --verify

        The command prints its progress every ten seconds and exits with status 0 when the archive has been written and verified. If verification fails (status 3), the archive is kept for inspection, with the suffix `.incomplete`.

        Note: backups made by version 4.x can be restored by any later 4.x release, but not by version 3. See [Upgrading](upgrading.md#compatibility) for details.

        ## Frequently asked questions

        **Why is the archive larger than last week's?** Most often because attachments are stored uncompressed; since 4.2 they're deduplicated, which you can enable with `storage.deduplicate: true`.

        **Can I exclude audit logs?** Yes, by passing `--exclude audit`. Be aware that some regulations (GDPR, HIPAA, SOX) require you to keep them for several years.
        """;

    private const string CSharp =
        """
        using System.Collections.Concurrent;

        namespace Acme.Inventory.Reservations;

        /// <summary>Keeps track of what has been set aside for orders that are not paid yet.</summary>
        public sealed class ReservationLedger(TimeProvider clock, IStockReader stock, ILogger<ReservationLedger> logger)
        {
            private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(20);
            private readonly ConcurrentDictionary<string, Reservation> _open = new(StringComparer.Ordinal);

            public int OpenCount => _open.Count;

            public async Task<ReservationResult> TryReserveAsync(string orderId, IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken = default)
            {
                ArgumentException.ThrowIfNullOrEmpty(orderId);
                if (lines.Count == 0)
                    return ReservationResult.Empty;

                foreach (var line in lines)
                {
                    var available = await stock.GetAvailableAsync(line.Sku, cancellationToken).ConfigureAwait(false);
                    var reserved = _open.Values.Where(r => !r.IsExpired(clock.GetUtcNow())).Sum(r => r.QuantityOf(line.Sku));
                    if (available - reserved < line.Quantity)
                    {
                        logger.LogInformation("Order {OrderId} needs {Quantity} of {Sku}, but only {Left} are left", orderId, line.Quantity, line.Sku, available - reserved);
                        return ReservationResult.OutOfStock(line.Sku, Math.Max(0, available - reserved));
                    }
                }

                var reservation = new Reservation(orderId, [.. lines], clock.GetUtcNow() + Expiry);
                return _open.TryAdd(orderId, reservation)
                    ? ReservationResult.Reserved(reservation.ExpiresAt)
                    : throw new InvalidOperationException($"Order '{orderId}' has a reservation already.");
            }

            public bool Release(string orderId) => _open.TryRemove(orderId, out _);

            private sealed record Reservation(string OrderId, OrderLine[] Lines, DateTimeOffset ExpiresAt)
            {
                public bool IsExpired(DateTimeOffset now) => now >= ExpiresAt;

                public int QuantityOf(string sku)
                {
                    var sum = 0;
                    for (var i = 0; i < Lines.Length; i++)
                        sum += Lines[i].Sku == sku ? Lines[i].Quantity : 0;
                    return sum;
                }
            }
        }
        """;

    private const string TypeScript =
        """
        import { useCallback, useEffect, useMemo, useRef, useState } from "react";
        import type { SearchResult, SearchOptions } from "../api/types";
        import { debounce, isAbortError } from "../utils";

        export interface UseSearchProps {
          query: string;
          options?: Partial<SearchOptions>;
          onError?: (error: Error) => void;
        }

        const DEFAULT_OPTIONS: SearchOptions = { limit: 25, fuzzy: true, fields: ["title", "summary"] };

        /** Runs a search whenever the query has been stable for 300 ms; the previous request is aborted. */
        export function useSearch({ query, options, onError }: UseSearchProps) {
          const [results, setResults] = useState<SearchResult[]>([]);
          const [isLoading, setIsLoading] = useState(false);
          const controller = useRef<AbortController | null>(null);
          const merged = useMemo(() => ({ ...DEFAULT_OPTIONS, ...options }), [options]);

          const run = useCallback(
            async (text: string) => {
              controller.current?.abort();
              const current = new AbortController();
              controller.current = current;
              setIsLoading(true);
              try {
                const response = await fetch(`/api/search?q=${encodeURIComponent(text)}&limit=${merged.limit}`, {
                  headers: { Accept: "application/json" },
                  signal: current.signal,
                });
                if (!response.ok) {
                  throw new Error(`Search failed with status ${response.status}`);
                }
                const body = (await response.json()) as { items: SearchResult[]; total: number };
                setResults(body.items.filter((item) => item.score > 0.2).sort((a, b) => b.score - a.score));
              } catch (error) {
                if (!isAbortError(error)) {
                  onError?.(error instanceof Error ? error : new Error(String(error)));
                }
              } finally {
                if (controller.current === current) setIsLoading(false);
              }
            },
            [merged, onError],
          );

          const debounced = useMemo(() => debounce(run, 300), [run]);

          useEffect(() => {
            if (query.trim().length >= 2) debounced(query.trim());
            else setResults([]);
            return () => debounced.cancel();
          }, [query, debounced]);

          return { results, isLoading, isEmpty: !isLoading && results.length === 0 };
        }
        """;

    private const string Python =
        """"
        """Reads sensor logs and writes hourly averages as CSV."""
        from __future__ import annotations

        import argparse
        import csv
        import gzip
        import logging
        import sys
        from collections import defaultdict
        from dataclasses import dataclass, field
        from datetime import datetime, timezone
        from pathlib import Path

        logger = logging.getLogger(__name__)

        MIN_VALID, MAX_VALID = -40.0, 125.0


        @dataclass
        class Bucket:
            count: int = 0
            total: float = 0.0
            extremes: list[float] = field(default_factory=lambda: [float("inf"), float("-inf")])

            def add(self, value: float) -> None:
                self.count += 1
                self.total += value
                self.extremes[0] = min(self.extremes[0], value)
                self.extremes[1] = max(self.extremes[1], value)

            @property
            def mean(self) -> float:
                return self.total / self.count if self.count else float("nan")


        def read_lines(path: Path):
            opener = gzip.open if path.suffix == ".gz" else open
            with opener(path, "rt", encoding="utf-8", errors="replace") as handle:
                for number, line in enumerate(handle, start=1):
                    parts = line.rstrip("\n").split(";")
                    if len(parts) != 3:
                        logger.warning("%s:%d: expected 3 columns, got %d", path, number, len(parts))
                        continue
                    yield parts


        def collect(paths: list[Path]) -> dict[tuple[str, datetime], Bucket]:
            buckets: dict[tuple[str, datetime], Bucket] = defaultdict(Bucket)
            for path in paths:
                for stamp, sensor_id, raw in read_lines(path):
                    try:
                        value = float(raw.replace(",", "."))
                    except ValueError:
                        continue
                    if not MIN_VALID <= value <= MAX_VALID:
                        continue
                    hour = datetime.fromtimestamp(int(stamp), tz=timezone.utc).replace(minute=0, second=0)
                    buckets[sensor_id, hour].add(value)
            return buckets


        def main(argv: list[str] | None = None) -> int:
            parser = argparse.ArgumentParser(description=__doc__)
            parser.add_argument("paths", nargs="+", type=Path)
            parser.add_argument("-o", "--output", type=argparse.FileType("w"), default=sys.stdout)
            args = parser.parse_args(argv)
            writer = csv.writer(args.output)
            writer.writerow(["sensor", "hour", "mean", "min", "max", "count"])
            for (sensor_id, hour), bucket in sorted(collect(args.paths).items()):
                writer.writerow([sensor_id, hour.isoformat(), f"{bucket.mean:.2f}", *bucket.extremes, bucket.count])
            return 0


        if __name__ == "__main__":
            sys.exit(main())
        """";

    private const string Json =
        """
        {
          "name": "create_calendar_event",
          "description": "Creates an event in the user's primary calendar. Times are interpreted in the given time zone; recurring events need a rule.",
          "input_schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": false,
            "required": ["title", "start", "end"],
            "properties": {
              "title": { "type": "string", "minLength": 1, "maxLength": 200 },
              "start": { "type": "string", "format": "date-time", "description": "When the event begins, e.g. 2026-05-04T09:30:00Z" },
              "end": { "type": "string", "format": "date-time" },
              "time_zone": { "type": "string", "default": "Europe/Berlin" },
              "attendees": {
                "type": "array",
                "maxItems": 50,
                "items": {
                  "type": "object",
                  "properties": {
                    "email": { "type": "string", "format": "email" },
                    "optional": { "type": "boolean", "default": false },
                    "response": { "enum": ["accepted", "declined", "tentative", "needs_action"] }
                  },
                  "required": ["email"]
                }
              },
              "reminders": { "type": "array", "items": { "type": "integer", "minimum": 0, "maximum": 40320 } },
              "recurrence": { "type": ["string", "null"], "pattern": "^RRULE:FREQ=(DAILY|WEEKLY|MONTHLY)(;INTERVAL=[0-9]+)?$" },
              "conference": { "type": "object", "properties": { "provider": { "enum": ["meet", "teams", "zoom"] }, "url": { "type": "string", "format": "uri" } } }
            }
          }
        }
        """;
}
