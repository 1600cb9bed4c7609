-- Adoptions of children whose parents nobody knows; one at least.
with children as (
    select id, birth, row_number() over (order by draw('adopted first', id)) as rank from person
    where living and grp = 'registered' and mother is null and age between 1 and 17
),
parents as (
    select id, row_number() over (order by id) - 1 as n from person
        where living and grp = 'registered' and sex = 2 and spouse is not null and age between 40 and 58
),
adopted as (
    select c.*, whole(0, (select count(*) from parents) - 1, 'adopts', c.id) as n from children c where rank = 1 or chance(0.05, 'adopted', c.id)
)
select '沪收字(' || strftime(least(a.birth + 300, as_of() - 30), '%Y') || ')第' || digits(a.id, 7) || '号' as 收养登记证号, m.key as 收养人身份证号,
    p.key as 被收养人身份证号, between_days(a.birth + 200, least(years_after(a.birth, 8), as_of() - 20), 'adopted on', a.id)::date as 登记日期,
    '2' as 亲子类型, if(chance(0.06, 'adoption ended', a.id), as_of() - whole(1, 19, 'adoption ended on', a.id)::integer, null)::date as 解除日期
from adopted a join parents q on q.n = a.n join person m on m.id = q.id join person p on p.id = a.id
order by a.id
