-- A school that was there before facts were deleted by their age keeps what it has for 20 years, until an admin sets limits: an upgrade deletes nothing.
UPDATE "schools" SET "retention" = '{"learning_events": 240, "chat": 240, "practice": 240, "feedback": 240}'::jsonb || "retention";
