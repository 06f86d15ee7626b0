DELETE FROM users u USING users o WHERE u.email = o.email AND u.id > o.id;
CREATE UNIQUE INDEX CONCURRENTLY "one name" ON public.users (lower(name)) WHERE age > 0;
