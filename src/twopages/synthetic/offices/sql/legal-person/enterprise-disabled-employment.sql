-- What employers declared last year: their staff, and how many of it hold a disability certificate.
with staff as (
    select j.firm, count(*) as people, count(d.person) as disabled from job j left join disability d on d.person = j.person
    where j.until is null and j.firm is not null group by j.firm
)
select f.key as 统一社会信用代码, f.name as 单位名称, year(as_of())::integer - 1 as 年度, s.people as 在职职工数, s.disabled as 安排残疾人数,
    percent(100.0 * s.disabled / s.people) as 安排比例
from staff s join firm f on f.id = s.firm
where f.active and (s.disabled > 0 or s.people >= 3 and chance(0.5, 'declares disabled staff', f.id))
order by f.id
