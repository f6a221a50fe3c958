import "server-only";
import { gt, gte, sql } from "drizzle-orm";
import { db } from "../client";
import { type Listener, openListener } from "../listener";
import { textArray } from "../literals";
import { busEvents, busPosition, busUncommitted } from "../tables/bus";
import { type BackEnd, type BusEvent, channelPrefix, eventsMax } from "./back-end";

type Row = { number: string; type: string; at: string; payload: unknown };

/** The bus in Postgres: a table that holds the events, and NOTIFY. What is published in a transaction is numbered by a trigger as it commits. */
export function postgresBackEnd(): BackEnd {
  return {
    async publish(events, tx) {
      const types = textArray(events.map(({ type }) => type));
      const payloads = textArray(events.map(({ json }) => json));
      const published = sql`unnest(${types}::text[], ${payloads}::text[]) with ordinality e (type, payload, place)`;
      if (tx) {
        await tx.execute(sql`
          insert into ${busUncommitted} (type, payload) select type, payload::jsonb from ${published} order by place`);
        return;
      }
      await db().execute(sql`
        with before as (
          insert into ${busPosition} as p (number) values (${events.length})
          on conflict (id) do update set number = p.number + excluded.number returning p.number - ${events.length}::int as number
        ), inserted as (
          insert into ${busEvents} (number, type, payload)
          select before.number + e.place, e.type, e.payload::jsonb from before, ${published} returning type, number
        )
        select pg_notify(${channelPrefix} || type, max(number)::text) from inserted group by type`);
    },

    forward: async () => false,

    async read(types, since, limit) {
      const { number, type, at, payload } = busEvents;
      const wanted = "after" in since ? gt(number, since.after) : gte(at, since.from);
      const rows = await db().execute<Row>(sql`
        select e.* from unnest(${textArray(types)}::text[]) wanted (name) cross join lateral (
          select ${number}, ${type}, ${at}, ${payload} from ${busEvents}
          where ${type} = wanted.name and ${wanted} order by ${number} limit ${limit}
        ) e order by number limit ${limit}`);
      return rows.map((row): BusEvent => ({ ...row, number: Number(row.number), at: new Date(row.at) }));
    },

    async last() {
      const [row] = await db().select({ number: busPosition.number }).from(busPosition);
      return row?.number ?? 0;
    },

    follow({ told, ...on }) {
      let listener: Listener | null = null;
      const notified = (_: string, channel: string) => told(channel.slice(channelPrefix.length));
      return {
        add(type) {
          if (listener) listener.add(channelPrefix + type);
          else listener = openListener(channelPrefix + type, { notified, ...on });
        },
        close: async () => listener?.close(),
      };
    },

    async prune(before, limit) {
      const { number, at } = busEvents;
      const rows = await db().execute(sql`
        delete from ${busEvents} where ctid = any(array(
          select ctid from ${busEvents}
          where ${at} < ${before.toISOString()}::timestamptz
            or ${number} <= (select ${busPosition.number} from ${busPosition}) - ${eventsMax}::bigint
          limit ${limit} for update skip locked))
        returning 1`);
      return rows.length;
    },

    // Its connections are the process's.
    close: async () => {},
  };
}
