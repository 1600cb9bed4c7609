-- Dishonest judgment debtors and consumption orders: some traders and heads of enterprises, fewer others.
with heads as (select distinct head as person from firm where head is not null and state <> '1'),
debtors as (
    select p.*, as_of() - whole(10, 1800, 'listed', p.id)::integer as day, p.id = (select min(id) from adult) as first
    from person p left join heads h on h.person = p.id where p.living and p.grp <> 'outside' and p.age between 22 and 72
        and (chance(if(h.person is not null, 0.06, if(p.state = 'trader', 0.015, 0.003)), 'dishonest', p.id) or p.id = (select max(id) from adult))
)
select '(' || strftime(d.day, '%Y') || ')沪0199执' || (1000 + d.id)::varchar || '号' as 案号, d.key as 身份证号, d.name as 姓名,
    not chance(0.15, 'performed', d.id) as 是否失信, d.day::date as 发布日期, chance(0.9, 'consumption order', d.id) as 是否限制消费,
    pick(['浦东新区人民法院', '闵行区人民法院', '静安区人民法院', '宝山区人民法院', '松江区人民法院'], 'court', d.id) as 执行法院
from debtors d
order by d.id
