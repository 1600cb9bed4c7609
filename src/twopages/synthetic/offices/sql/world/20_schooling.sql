-- Where children and students are: one place each, in their own district where it has a school of the stage.
create table adult as select id, row_number() over (order by id) - 1 as n from person where living and age between 24 and 70 and home is not null;
create table schooling as
with term as (select make_date(year(as_of()) - if(month(as_of()) < 9, 1, 0), 9, 1) as first_day),
pupil as (
    select p.id, p.district, p.level, floor(age_at(p.birth, t.first_day))::integer as years, t.first_day,
        chance(0.004, 'special school', p.id) as special
    from person p, term t
    where p.living and p.home is not null and (p.student or p.age between 3.9 and 6.9 and chance(0.92, 'kindergarten', p.id))),
staged as (
    select *, case when years < 6 then '1' when special and years < 15 then '7' when years < 11 then '2' when years < 15 then '3'
            when years >= 18 and level <> '71' or years >= 20 then '6' when chance(0.36, 'vocational school', id) then '5' else '4' end as stage
    from pupil where years >= 3),
schools as (
    select id, key, name, district, case kind when 'kindergarten' then '1' when 'primary' then '2' when 'middle' then '3' when 'high' then '4'
            when 'vocational' then '5' when 'college' then '6' when 'special' then '7' end as stage from organisation where state = '1'),
numbered as (
    select *, row_number() over (partition by stage order by id) - 1 as n, count(*) over (partition by stage) as many,
        row_number() over (partition by stage, district order by id) - 1 as n_here, count(*) over (partition by stage, district) as many_here
    from schools where stage is not null),
sized as (select distinct stage, many from numbered),
sized_here as (select distinct stage, district, many_here from numbered),
placed as (
    select s.*, coalesce(h.id, n.id) as school, coalesce(h.name, n.name) as school_name, coalesce(h.key, n.key) as school_key,
        case s.stage when '1' then least(s.years - 2, 3) when '2' then s.years - 5 when '7' then s.years - 5 when '3' then s.years - 10
            when '4' then least(greatest(s.years - 14, 1), 3) when '5' then least(greatest(s.years - 14, 1), 3)
            else case when level in ('11', '14') then least(greatest(years - 24, 1), 4) when level = '21' then least(greatest(years - 21, 1), 3)
                else least(greatest(years - 17, 1), 4) end end as grade
    from staged s join sized z on z.stage = s.stage left join sized_here y on y.stage = s.stage and y.district = s.district and s.stage <> '6'
    left join numbered h on h.stage = s.stage and h.district = s.district and h.n_here = whole(0, 999999, 'school here', s.id) % y.many_here
    join numbered n on n.stage = s.stage and n.n = whole(0, 999999, 'school', s.id) % z.many)
select id as person, stage, school, school_name, school_key, grade, (first_day - to_years(grade - 1))::date as since,
    'G310199' || digits(id * 7 + 1000003, 12) as number, chance(0.01, 'school pause', id) as paused,
    case when stage <> '6' then null when level in ('14', '11') then '11' when level = '21' then '14'
        when chance(0.3, 'college', id) then '31' else '21' end as aim
from placed order by id;
