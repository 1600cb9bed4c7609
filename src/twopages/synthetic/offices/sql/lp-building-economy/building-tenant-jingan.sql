-- which enterprises rent in which office building of Jing'an
select f.key as 统一社会信用代码, b.code as 楼宇编码, t.area::decimal(18, 1) as 租用面积, t.since as 租期起, t.until as 租期止, f.name as 企业名称
from tenant t join firm f on f.id = t.firm join let b on b.id = t.building where b.district = '310106'
order by f.id
