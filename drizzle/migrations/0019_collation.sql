-- The order of names, titles and addresses that people read (lib/db/names.ts): of no one language, so that Álex is beside Alex,
-- whatever the database's own locale is; and "Session 10" comes after "Session 9".
CREATE COLLATION "names" (provider = icu, locale = 'und-u-kn-true');
