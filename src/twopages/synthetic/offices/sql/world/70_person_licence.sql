-- The electronic licences of persons with issuer, validity and state.
create or replace table person_licence as
with numbered as (select row_number() over (order by kind, person, number, issued) - 1 as id, * from held_licence),
dated as (
    select n.*, r.issuer, r.years, coalesce(p.district, '310101') as district,
        least(coalesce(if(r.years is null or n.issued > as_of() - 365 * r.years, n.issued, null),
            if(r.years is null, between_days(greatest(p.birth + 20, date '2005-08-01'), as_of() - 10, 'licence issued', n.id),
                greatest(p.birth + 20, as_of() - floor(r.years * 365.2425 * (0.02 + 1.08 * draw('licence issued', n.id)))::integer))),
                    as_of() - 3)::date as day
    from numbered n join person_licence_rule r using (kind) join person p on p.id = n.person
),
stated as (
    select *, if(years is null, null, (years_after(day, years) - 1)::date) as until, draw('licence state', id) as luck from dated
)
select s.id, s.kind, coalesce(s.number, upper(left(s.kind, 2)) || s.district || year(s.day) || digits(s.id, 8)) as number, s.person as holder,
    replace(replace(replace(s.issuer, '{short}', d.short), '{name}', d.name), '{school}', coalesce(s.school, '')) as issuer, s.district,
        s.day as issued, s.until, s.level,
    case when s.luck > 0.986 then '5' when s.luck > 0.981 then '2' when s.luck > 0.979 then '3' when s.luck > 0.975 then '8'
        when s.until < as_of() then '6' else '1' end as state,
    (case when s.luck > 0.975 then between_days(s.day, as_of() - 1, 'licence changed', s.id) when s.until < as_of() then s.until + 1
        else s.day end)::date as state_date,
    s.parent, whole(1, 3, 'licence version', s.id) as version
from stated s join district d on d.code = s.district order by s.id;
