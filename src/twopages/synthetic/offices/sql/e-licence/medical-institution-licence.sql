-- practice licences of medical institutions: of outpatient firms, and of hospitals and clinics in the register of organisations
with house as (
    select l.id, l.number, f.key, f.name, l.level, l.scope, p.text as address, l.issuer, l.issued, l.until, l.state
    from firm_licence l join firm f on f.id = l.holder join place p on p.id = f.operating where l.kind = 'medical-institution-practice-licence'
    union all
    select o.id, 'PDY' || digits(900000 + row_number() over (order by o.id), 6) || '31019917A1001', o.key, o.name,
        if(o.kind = 'hospital', pick(['二级', '三级'], 'hospital level', o.id), '一级'),
        if(o.kind = 'hospital', '内科、外科、妇产科、儿科、中医科、急诊医学科', '全科医疗科、中医科'), p.text, '上海市' || d.name || '卫生健康委员会',
        greatest(o.established, as_of() - 1500), greatest(o.established, as_of() - 1500) + if(o.kind = 'hospital', 5478, 1826),
            if(o.state = '1', '1', '5')
    from organisation o join place p on p.id = o.registered join district d on d.code = o.district where o.kind in ('hospital', 'clinic'))
select number as 登记号, if(chance(0.05, 'clinic without code', id), null, key) as 统一社会信用代码, name as 机构名称, level as 机构级别, scope as 诊疗科目,
    address as 地址, issuer as 登记机关, issued as 发证日期, until as 有效期止,
    if(issued < as_of() - 365, between_days(greatest(issued + 300, as_of() - 365), as_of() - 8, 'practice check', id), null) as 校验日期, state as 状态
from house order by id
