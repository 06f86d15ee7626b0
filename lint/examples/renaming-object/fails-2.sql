ALTER FUNCTION public.touch() RENAME TO "Touch";
