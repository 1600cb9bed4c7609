-- Social organisations and institutions: schools, hospitals, carers, law offices, associations. They are registered by
-- `social-organisation` (not by `enterprise-registration`); ids lie from 1,000,000,000 on, apart from those of firms.
create table organisation_kind (kind varchar, share double, category varchar, front varchar, form varchar, scope varchar, least bigint);
insert into organisation_kind values
    ('kindergarten', 0.004, '7', '52', '幼儿园', '学前教育', 2), ('primary', 0.003, '5', '12', '小学', '小学学历教育', 2),
    ('middle', 0.002, '5', '12', '初级中学', '初中学历教育', 2), ('high', 0.001, '5', '12', '高级中学', '高中学历教育', 1),
    ('vocational', 0.0005, '5', '12', '职业技术学校', '中等职业学历教育', 1), ('college', 0.0005, '5', '12', '学院', '高等学历教育', 1),
    ('special', 0.0002, '5', '12', '辅读学校', '特殊教育', 1), ('hospital', 0.002, '5', '12', '医院', '医疗与护理,医学教学', 2),
    ('clinic', 0.003, '7', '52', '社区门诊部', '基本医疗服务', 1), ('carer', 0.003, '7', '52', '为老服务中心', '居家养老服务,社区托养', 2),
    ('law', 0.002, '9', '31', '律师事务所', '法律服务', 2), ('forensic', 0.0005, '9', '31', '司法鉴定所', '司法鉴定', 1),
    ('association', 0.006, '6', '51', '行业协会', '行业服务,行业自律,交流合作', 1), ('foundation', 0.001, '8', '53', '公益基金会', '资助公益项目', 1),
    ('club', 0.006, '7', '52', '文化体育俱乐部', '文化体育活动', 1);
create table organisation as
with numbered as (
    select k.*, unnest(range(greatest(k.least, round(k.share * (select count(*) from firm) * 1.2)::bigint))) as nth from organisation_kind k),
serial as (select *, row_number() over (order by kind, nth) - 1 as n from numbered),
offices as (select id, row_number() over (order by id) - 1 as n from place where office and district is not null),
placed as (
    select s.*, 1000000000 + s.n as id, o.id as registered from serial s
    join offices o on o.n = whole(0, (select count(*) from offices) - 1, 'organisation office', s.n)),
heads as (select id, row_number() over (order by id) - 1 as n from person where living and age between 30 and 62 and grp = 'registered')
select p.id, p.kind, p.category,
    with_organisation_check(p.front || '310199', '5' || digits(1000000 + p.n * 37, 7)) as key,
    '上海' || d.short || pick(['启', '明', '德', '育', '新', '华', '康', '宁', '安', '仁', '和', '同', '恒', '信', '正', '义', '博', '文', '怡', '乐'], 'organisation first', p.n)
        || pick(['才', '智', '星', '光', '泽', '源', '林', '苑', '济', '爱', '达', '诚', '衡', '维', '雅', '馨', '联', '远', '辰', '嘉'], 'organisation second', p.n)
        || if(p.nth >= 1, '第' || p.nth::varchar, '') || p.form as name,
    p.scope, between_days(date '1985-01-01', as_of() - 400, 'organisation founded', p.n) as established,
    if(p.nth = 0 or chance(0.97, 'organisation state', p.n), '1', '4') as state, p.registered, l.district, h.id as head
from placed p join place l on l.id = p.registered join district d on d.code = l.district
left join heads h on h.n = whole(0, (select count(*) from heads) - 1, 'organisation head', p.n)
order by p.id;
-- every enterprise by what identifies it: firms and organisations
create table enterprise as
select id, key, name, category, established, state, state = '1' as active, registered, operating, district, phone, head, 'firm' as kind from firm
union all select id, key, name, category, established, state, state = '1', registered, registered, district, landline('organisation phone', id), head, kind from organisation
order by id;
