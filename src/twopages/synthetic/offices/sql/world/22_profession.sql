-- Who practises a profession that is registered, and where (id in `enterprise`); the rare ones exist even in a small city.
create table profession as
with able as (
    select p.*, l.learned, l.section, l.industry,
        p.id = (select s.person from showcase_person s) as showcase,
        row_number() over (order by not (p.state = 'flexible' and l.learned), not l.learned, draw('rare profession', p.id), p.id) as spare,
        row_number() over (order by not coalesce(l.section = 'E' and l.learned, false), draw('rare builder', p.id), p.id) as builder
    from person p join life l using (id) where p.living and p.home is not null and p.age between 22 and 74 and p.grp <> 'outside'),
kinds as (
    select id, firm, age, birth, state, case
            when spare <= 3 then ['lawyer', 'guide', 'forensic'][spare]
            when showcase or title = '医师' then 'doctor' when title = '护士' then 'nurse' when title = '教师' then 'teacher'
            when builder = 1 or section = 'E' and title = '项目经理' then 'constructor'
            when title in ('货车司机', '快递员') then 'driver' when title in ('会计', '出纳') then 'accountant' when title = '造价工程师' then 'cost engineer'
            when state = 'civil' then case when not learned then 'official' when chance(0.25, 'civil doctor', id) then 'doctor'
                when chance(0.4, 'civil teacher', id) then 'teacher' when chance(0.02, 'civil forensic', id) then 'forensic' else 'official' end
            when state = 'flexible' and learned and chance(0.12, 'lawyer', id) then 'lawyer'
            when industry = '7291' and chance(0.5, 'guide', id) or state = 'flexible' and level <= '61' and chance(0.02, 'guide', id) then 'guide'
            when state in ('flexible', 'trader') and sex = 1 and chance(0.12, 'hired driver', id) then 'driver' end as kind
    from able),
houses as (
    select id, case kind when 'hospital' then 'doctor' when 'clinic' then 'doctor' when 'law' then 'lawyer' when 'forensic' then 'forensic'
            when 'primary' then 'teacher' when 'middle' then 'teacher' when 'high' then 'teacher' end as kind
    from organisation where state = '1'),
numbered as (select *, row_number() over (partition by kind order by id) - 1 as n, count(*) over (partition by kind) as many from houses
    where kind is not null),
sized as (select distinct kind, many from numbered)
select a.id as person, a.kind, if(a.state = 'employed' and a.kind not in ('lawyer', 'forensic'), a.firm, n.id) as enterprise,
    between_days(least(years_after(a.birth, 22.5), as_of() - 60), as_of() - 60, 'profession since', a.id) as since,
    case a.kind when 'lawyer' then '13199' || strftime(years_after(a.birth, 25), '%Y') || '1' || digits(a.id, 7)
        when 'forensic' then '319919' || digits(a.id, 7)
        when 'doctor' then '110310199' || digits(a.id, 7) when 'constructor' then '沪199' || digits(a.id, 9)
            when 'guide' then 'D-3199-' || digits(a.id, 7)
        else '310199' || digits(a.id, 13) end as number
from kinds a left join sized z on z.kind = a.kind left join numbered n on n.kind = a.kind
    and n.n = whole(0, 999999, 'profession house', a.id) % z.many
where a.kind is not null order by a.id;
