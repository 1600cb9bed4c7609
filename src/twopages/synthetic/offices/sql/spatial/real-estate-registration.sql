-- Registered real estate with its owners, a row an owner.
select e.unit as 不动产单元号, if(e.since < date '2016-10-08', '沪房地' || left(d.short, 1) || '字(' || year(e.since) || ')第9' || digits(e.place, 7) || '号',
        '沪(' || year(e.since) || ')' || left(d.short, 1) || '字不动产权第9' || digits(e.place, 7) || '号') as 不动产权证号,
    q.text as 坐落, if(e.home and q.district in ('310151', '310116', '310120') and chance(0.05, 'rural home', e.place), '6', '4') as 权利类型,
        if(e.home, '10', '60') as 规划用途,
    e.area::decimal(9, 2) as 建筑面积, e.since::date as 登记日期, coalesce(p.key, f.key) as 权利人证件号, o.ownership as 共有方式,
    if(o.ownership = '1', null, percent(o.share)) as 份额, e.mortgaged as 是否抵押, e.sealed as 是否查封, updated(2000, 'estate written', e.place) as 更新时间
from estate_owner o join estate e on e.place = o.place join place q on q.id = e.place join district d on d.code = q.district
left join person p on p.id = o.person left join firm f on f.id = o.firm
order by e.place, coalesce(o.person, -1)
