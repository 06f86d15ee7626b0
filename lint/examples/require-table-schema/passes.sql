CREATE TABLE public.s1 (id bigint PRIMARY KEY);
