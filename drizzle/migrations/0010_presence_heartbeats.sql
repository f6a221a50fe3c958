ALTER TABLE "presence" RENAME COLUMN "heard" TO "heartbeats";
