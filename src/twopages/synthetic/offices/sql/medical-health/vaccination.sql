-- Vaccinations: the schedule of children under seven, and of grown-ups those of the last year.
with schedule(nth, vaccine, years) as (
    values (1, '乙型肝炎疫苗', 0.02), (2, '卡介苗', 0.04), (3, '脊髓灰质炎疫苗', 0.2), (4, '无细胞百白破疫苗', 0.3), (5, '麻腮风联合减毒活疫苗', 0.7),
        (6, '乙型脑炎减毒活疫苗', 0.8), (7, 'A群流脑多糖疫苗', 0.9), (8, '甲型肝炎减毒活疫苗', 1.6), (9, 'A群C群流脑多糖疫苗', 3.2), (10, '白破疫苗', 6.1)
),
given as (
    select p.id, s.nth, s.vaccine, least(years_after(p.birth, s.years) + whole(0, 40, 'late vaccine', p.id * 16 + s.nth)::integer, as_of() - 1) as day,
        not chance(0.03, 'vaccines missing', p.id) as complete
    from person p join schedule s on p.age > s.years + 0.02
    where p.living and p.age < 7.2 and (p.grp = 'registered' or chance(0.8, 'vaccinated here', p.id)) and chance(0.96, 'vaccinated', p.id * 16 + s.nth)
    union all
    select id, 11, '新型冠状病毒灭活疫苗(Vero细胞)', as_of() - whole(3, 150, 'covid vaccine', id)::integer, chance(0.72, 'second covid vaccine', id)
    from person where living and home is not null and age >= 18 and likely(if(age < 60, 0.72, if(age < 76, 0.5, 0.2)), 'covid vaccinated', id)
    union all
    select id, 12, '流感病毒裂解疫苗', as_of() - whole(150, 290, 'influenza vaccine', id)::integer, true
    from person where living and home is not null and (age > 60 or age < 14) and likely(0.1, 'influenza vaccinated', id)
    union all
    select id, 13, '23价肺炎球菌多糖疫苗', between_days(greatest(years_after(birth, 60), as_of() - 2500), as_of() - 30, 'pneumonia vaccine', id), true
    from person where living and grp = 'registered' and age > 61 and likely(0.16, 'pneumonia vaccinated', id)
)
select 'YM' || digits(g.id, 9) || digits(g.nth, 2) as 接种编号, p.key as 身份证号, p.name as 姓名, g.vaccine as 疫苗名称, g.day::date as 接种日期, g.complete as 是否全程接种,
    coalesce(n.name, '') || '社区卫生服务中心' as 接种单位
from given g join person p on p.id = g.id left join division n on n.code = p.street
order by g.id, g.nth
