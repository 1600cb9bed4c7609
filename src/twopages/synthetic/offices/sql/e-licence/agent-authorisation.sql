-- Whom enterprises and old people have authorised to act for them, for what and until when.
with clerks as (
    select j.firm, min(j.person) as clerk from job j join person p on p.id = j.person and p.living
    where j.until is null and j.firm is not null and (j.title in ('会计', '出纳', '行政专员', '人事专员') or chance(0.04, 'clerk', j.id)) group by j.firm
),
given as (
    select c.clerk as agent, f.key as principal, f.id as number, 1 as kind from clerks c join firm f on f.id = c.firm
        where f.active and chance(0.35, 'agent of firm', f.id)
    union all
    select coalesce(min(c.id) filter (where c.sex = 2), min(c.id)), p.key, p.id, 2 from person p
        join person c on c.mother = p.id and c.living and c.age > 20
    where p.living and p.age > 62 and likely(0.07, 'agent of parent', p.id) group by p.key, p.id
    union all
    select p.mother, p.key, p.id, 3 from person p where p.living and p.age < 16 and p.mother is not null and chance(0.12, 'agent of child', p.id)
),
dated as (select *, as_of() - whole(3, 600, 'authorised', number * 4 + kind)::integer as since from given)
select 'SQ' || kind || digits(number * 3 + 100003, 10) as 授权编号, p.key as 被授权人身份证号, principal as 授权主体代码,
    pick(['1', '2', '2', '3', '4'], 'agent scope', number * 4 + kind) as 授权范围,
    case kind when 1 then pick(['社会保险缴费、住房公积金缴存', '企业变更登记', '纳税申报、社会保险缴费', '证照查询'], 'agent matters', number)
        when 2 then pick(['医保报销', '养老金资格认证、医保报销', '敬老卡申领'], 'agent matters', number)
        else pick(['入学报名', '预防接种预约、入学报名'], 'agent matters', number) end as 授权事项,
    d.since::date as 生效日期, years_after(d.since, pick([1, 1, 2, 3], 'authorised years', number))::date as 失效日期
from dated d join person p on p.id = d.agent and p.living
order by 授权编号
