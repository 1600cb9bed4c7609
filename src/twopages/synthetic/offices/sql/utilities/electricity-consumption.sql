-- readings of power meters; some contracts are in the name of a landlord who is in no register
select m.meter as 用电户号, f.key as 统一社会信用代码, if(m.rented, '上海' || p.road || '园区物业管理处', f.name) as 户名, p.text as 用电地址, month_of(m.month) as 账期,
    m.use::decimal(18, 1) as 本期电量, m.before::decimal(18, 1) as 上年同期电量, yuan(m.arrears) as 欠费金额
from meter m join firm f on f.id = m.firm join place p on p.id = f.operating where m.kind = 'power'
order by m.id
