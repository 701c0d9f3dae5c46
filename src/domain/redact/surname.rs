//! How names begin, and which words only look like names.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::charset::CharSet;

/// How far a first character speaks for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surname {
    /// A surname that is seldom anything else, or a compound one.
    Clear,
    /// A surname that is an everyday word as well (于, 时, 单).
    Doubtful,
}

const CLEAR: &str = "\
    赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕\
    殷罗毕郝邬安乐傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝臧戴宋茅庞熊纪舒屈祝董梁杜阮蓝闵席季贾江童颜郭梅盛林刁钟徐邱骆高夏蔡\
    田樊胡凌霍虞万柯昝管卢莫房裘缪解丁宣邓郁杭洪诸左石崔吉钮龚嵇邢滑裴陆荣翁荀甄曲封芮羿储靳汲邴糜井段富巫乌焦巴弓牧隗山谷侯宓蓬郗班仰仲\
    伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳姬申扶堵冉宰郦雍却璩桑桂濮\
    牛寿边扈燕冀郏浦尚农温庄晏柴瞿阎慕茹习宦艾鱼容慎戈廖庾终暨居衡耿弘匡寇广禄阙殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚简饶曾沙养鞠须丰巢关\
    蒯相查荆红游竺盖益桓岳帅缑亢况琴岚洛展候闫覃佟肖宗涂揭付代冼邝邸苑仝佘麻邓巩楚鹿尧车银栗冮尉丘尧凯植原辜户战海初衣官买麦敬库臧过旷晋哈冶\
    强逄兰么仉菅苟药辗展隋阳祖延楼程方易文常白项游翦芦丛牟娄迟古逯亓卿鄢矫粟漆朴付闵栗雒訾苻扈明佀匙仵萨佰\
    禤褟妫芈眭笪郏乜逯麴缑窦郗鄞郇邗邬隽隰鞠闞笮綦昝晁訚仉佴僪儋亢仝勾厍呙郐岐峗庹弋恽戢敖昃曲沐洑浑淦湳漕濮炅爨牟璩瞿祭禚禇種竺笱籍粘綦繆缐羿翀聶\
    胥芈苌苘茆茌茹菅萬蒯蒲蔄藺虢蛟衡衣袭覃訾谌豆貟贠贡赖赫逄逯郅郎郑邰郯郸郾鄂鄢酆釗钭钱镡闫闵阙阚阮陇隗雒靳鞏鞮频颉飚馬骆髙魚鲜麻黎黨\
    張陳劉楊黃趙吳鄭馮許鄧葉蘇蔣陸範譚韋鄒賀賴龔龍萬錢湯嚴華蕭顧鍾盧賈閻塗羅齊孫興樂應厲喬壽";

const DOUBTFUL: &str = "岩智召由相母国水平和于时都连全应别有从那能可干来计支单包成路向公东欧商花谈经步松门年黑多行";

/// Compound surnames.
const COMPOUND: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "令狐", "慕容", "尉迟", "公孙", "东方", "西门",
    "南宫", "长孙", "宇文", "轩辕", "端木", "独孤", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔",
    "申屠", "仲孙", "钟离", "鲜于", "闾丘", "司空", "公羊", "赫连", "拓跋", "百里", "东郭", "呼延", "左丘",
    "东门", "南郭", "纳兰", "完颜", "叶赫", "达奚", "第五", "万俟", "闻人", "梁丘", "公西", "漆雕", "乐正",
    "壤驷", "亓官", "巫马", "子车", "微生", "颛孙", "谷梁", "羊舌", "欧陽", "太史", "仲长", "司寇", "司城", "夹谷", "爱新", "歐陽", "東方", "司馬",
    "諸葛",
];

/// The surname a text begins with: how many characters it has and how far it speaks for a name.
pub(super) fn read(letters: &[char]) -> Option<(usize, Surname)> {
    let first = *letters.first()?;
    if let Some(second) = letters.get(1)
        && SETS.compound.contains(&(first, *second))
        && letters.len() > 2
    {
        return Some((2, Surname::Clear));
    }
    if SETS.clear.contains(first) {
        return Some((1, Surname::Clear));
    }
    SETS.doubtful.contains(first).then_some((1, Surname::Doubtful))
}

/// Words that begin like a name and are none.
const WORDS: &str = "\
    高兴 高级 高中 高考 高铁 高速 高价 高度 高额 高温 高手 高端 高新 高清 高三 高二 高一 高层 高质 高于 金牌 金额 金钱 金卡 金融 \
    金币 金条 金色 金属 金华 金黄 黄金 黄牛 黄色 黄山 黄石 黄钻 黄昏 黄河 黄油 白金 白天 白色 白条 白酒 白银 白送 白花 白领 \
    钱包 钱款 钱财 钱没 钱都 马上 马路 马桶 马来 马达 马甲 马虎 方便 方面 方式 方法 方案 方可 方才 方向 安全 安装 安卓 安排 安心 安静 \
    安检 安徽 安慰 安抚 安庆 任何 任务 任意 任性 任由 任职 常见 常州 常用 常规 常客 常年 常常 常务 常住 常德 包裹 包邮 包装 包括 包含 \
    包赔 包退 包间 包厢 包月 包年 包机 单位 单独 单号 单价 单子 单据 单方 单笔 单次 单品 单元 单身 单面 单人 单程 卫生 卫视 卫衣 卫浴 \
    经常 经过 经理 经济 经营 经手 经典 经验 项目 项链 项下 成功 成本 成交 成都 成员 成年 成人 成立 成为 成绩 成品 成套 成果 成长 程序 程度 \
    时间 时候 时代 时效 时装 时长 时尚 时常 时段 时刻 路上 路费 路由 路线 路口 路边 向我 向你 向您 向商 向平 向客 向卖 张家 张贴 张口 张开 \
    江苏 江西 江北 江南 江山 江门 江宁 海南 海口 海外 海鲜 海关 海报 海尔 海信 海底 海运 海量 海淘 云南 温州 温度 温馨 温泉 \
    温和 温水 郑州 徐州 苏州 苏宁 兰州 杭州 柳州 梅州 宁波 宁夏 宁愿 宁德 荆州 贵州 贵阳 周一 周二 周三 周四 周五 周六 周日 周末 周年 \
    周边 周围 周期 周内 周转 周口 周岁 陈旧 陈列 陈述 陈设 石头 石油 石材 石化 花费 花了 花钱 花卉 花园 花呗 水电 水果 水费 水平 水管 水印 \
    雷电 雷同 雷达 龙头 龙虾 龙卡 万元 万科 万达 万一 万分 万能 万件 和平 和解 和谐 和我 和你 和他 和客 和商 和卖 华为 华东 华南 华北 华硕 \
    华侨 华住 华润 连接 连续 连锁 连同 连带 连夜 连忙 连个 关于 关闭 关注 关系 关键 关店 关门 关机 关心 关联 游戏 游客 游泳 游玩 游轮 游乐 \
    解释 解决 解除 解约 解封 解冻 解绑 解答 应该 应用 应当 应急 应付 应退 应收 应得 应聘 应届 宣传 宣布 宣称 宣告 严重 严格 严厉 严肃 严禁 全部 \
    全国 全额 全款 全程 全家 全套 全新 全年 全体 全职 全面 全天 支付 支持 支出 支行 支配 支票 支架 支撑 查询 查看 查收 查到 查证 查处 查验 \
    查明 强制 强行 强烈 强迫 强调 强力 强买 商家 商品 商店 商铺 商场 商户 商务 商城 商业 商标 商量 费用 费率 费劲 费时 费力 平台 平时 平常 \
    平安 平均 平板 平方 平米 平价 平顶 曾经 曾多 曾在 曾向 容易 容量 容器 容忍 明天 明确 明显 明明 明细 明知 明年 明示 明白 明星 明文 毛病 毛利 \
    毛巾 毛衣 毛重 米粉 米饭 米面 贝壳 计算 计划 计费 计入 计时 顾客 顾问 顾虑 顾及 相关 相信 相同 相应 相机 相比 相当 相册 相片 相互 相符 \
    师傅 师父 师生 师兄 师姐 管理 管家 管道 管辖 管控 管用 管用 管他 宗旨 代理 代购 代付 代收 代表 代码 代替 代为 代金 代价 付款 付费 付了 付出 付清 付完 \
    户名 户口 户外 户型 户籍 战队 官方 官网 官司 买家 买卖 买的 买了 买方 买断 买单 买受 麦克 库存 库房 过期 过敏 过程 过来 过去 过了 过分 \
    过度 过后 过年 过户 过户 过往 过错 原价 原因 原告 原来 原有 原件 原先 原则 原装 原厂 原路 原地 原始 原定 初步 初次 初始 初期 初中 \
    利息 利用 利益 利率 利润 利害 越来 越南 越野 越过 须知 须要 养老 养生 养殖 习惯 居住 居民 居然 居间 居委 终于 终止 终端 终身 终审 终究 \
    申请 申诉 申报 申通 申领 申辩 申明 申购 边上 边界 边缘 冷却 冷静 冷链 冷门 冷冻 冷藏 冷饮 冷淡 沙发 沙滩 沙拉 简单 简直 简称 简介 简历 \
    简易 丰富 丰巢 丰田 丰收 游览 广告 广州 广东 广西 广播 广场 广大 广泛 红包 红色 红酒 红米 红利 红外 红线 车辆 车票 车牌 车险 车主 车位 车费 \
    车上 车站 车厢 车次 车子 车型 银行 银联 银色 银卡 银川 银子 东西 东京 东莞 东北 东方 东航 东边 文件 文字 文章 文化 文具 文明 文案 文中 文员 \
    公司 公告 公众 公安 公开 公里 公示 公平 公寓 公正 公布 公交 公园 公章 公职 公民 公证 公积 公共 公益 公关 别人 别的 别家 别墅 别处 别说 别再 \
    有人 有些 有效 有关 有限 有没 有时 有点 有权 有问 有赞 有货 有奖 有很 有个 有一 从来 从未 从此 从事 从头 从业 从我 从商 那个 那天 那些 那么 那里 \
    那边 那种 那家 那时 那我 那就 能否 能够 能力 能不 能用 能在 可以 可能 可是 可用 可见 可靠 可选 可退 可疑 可爱 干净 干嘛 干货 干洗 干脆 来自 \
    来源 来电 来不 来回 来往 来说 来到 来访 都是 都没 都不 都有 都市 都在 都会 都要 都说 多次 多少 多年 多人 多种 多个 多付 多天 多家 多久 多余 \
    行为 行李 行业 行政 行驶 行使 行程 行情 年龄 年月 年底 年费 年初 年前 年度 年卡 年轻 年纪 门店 门票 门口 门市 门禁 门诊 门锁 古董 古城 古镇 古玩 \
    步骤 步行 步数 黑猫 黑色 黑屏 黑店 黑名 黑心 谈判 谈话 谈好 谈妥 松下 全民 元旦 元整 元宝 元宵 元素 富士 富余 富裕 武汉 武器 武当 乌鲁 乌龙 巴西 \
    巴黎 巴士 山东 山西 山寨 山区 山顶 牛奶 牛肉 牛仔 寿命 寿险 燕窝 燕麦 浦东 浦发 尚未 尚且 尚可 农村 农业 农行 农民 农产 农户 农历 庄家 \
    庄园 柴油 鱼缸 艾灸 艾特 滑雪 滑板 滑轮 曲线 封号 封闭 封禁 封面 封存 封条 井盖 段位 段时 焦虑 焦急 谷歌 谷物 班级 班车 班次 班主 仰卧 仇恨 \
    宫廷 暴力 暴露 暴涨 甘肃 甘愿 厉害 祖国 祖传 符合 符号 束缚 景区 景点 景色 景德 龙岩 幸福 幸好 幸运 司机 司法 印刷 印象 印尼 印章 印花 宿舍 \
    怀疑 怀孕 怀里 索赔 索要 索取 索尼 索性 咸鱼 籍贯 卓越 蒙牛 蒙古 蒙骗 蒙受 池州 党员 党委 贡献 劳动 劳务 劳烦 扶手 扶持 堵塞 堵车 宰客 却被 却不 \
    却没 却说 却要 桑拿 桂林 桂花 燕京 冀望 鲁迅 昌平 凤凰 贺卡 贺州 汤圆 汤锅 康复 康养 余额 余下 余款 元月 祝您 祝你 祝福 祝贺 \
    祝好 梁山 杜绝 席位 席卷 季度 季节 季卡 童鞋 童车 颜色 颜值 梅花 盛夏 钟表 钟点 钟头 夏天 夏季 夏令 田径 凌晨 虞城 柯达 房间 \
    房东 房租 房屋 房产 房子 房源 房费 房贷 房客 房主 房价 丁香 洪水 洪灾 左右 左边 左侧 左手 吉林 吉他 吉祥 吉利 翁婿 储值 储蓄 储存 储备 \
    富含 巫师 牧场 侯爵 班长 伊朗 伊利 蓝牙 蓝色 蓝光 蓝天 季末 谢谢 谢绝 谢意 章程 章节 章鱼 苏打 郎酒 鲁莽 苗条 史上 史诗 唐山 唐装 唐朝 廉价 廉租 \
    廉洁 汤料 罗马 毕竟 毕业 毕节 乐意 乐园 乐器 乐高 皮肤 皮鞋 皮带 皮革 皮包 齐全 齐鲁 康师 伍佰 狄仁 戴尔 \
    茅台 庞大 熊猫 纪念 纪录 纪律 舒适 舒服 屈服 董事 宁可 郁闷 荣誉 荣耀 荣获 陆续 陆运 陆地 裴多 何时 何必 何况 何种 何处 何为 何人 吕梁 施工 \
    施行 施压 孔雀 曹县 严控 华夏 魏晋 陶瓷 姜汁 柏林 尤其 许多 许可 许久 许诺 秦皇 韩国 韩版 韩语 沈阳 蒋介 王者 王牌 王炸 \
    吴中 孙子 孙女 陈皮 陈醋 平价 应有 应是 应于 应为 支取 单反 单纯 包子 包包 包厅 成了 成套 常在 方知 路过 向来 明日 文艺 公认 \
    花样 白板 白屏 经由 经查 经多 经办 经协 经沟 经核 经反 易碎 易损 项圈 海康 强退 越级 原本 原单 原样 原始 原图 相差 相继 相约 查无 初审 初衷 官宣 官窑 买到 买过 \
    买时 买贵 买错 麦当 敬请 敬礼 敬启 敬业 敬告 晋级 晋江 哈尔 哈哈 哈喽 阳台 阳光 阳性 延期 延迟 延误 延长 延保 楼上 楼下 楼层 楼盘 楼道 兰花 隋唐 \
    展示 展开 展览 展会 候补 候选 候车 况且 帅气 红人 红娘 益处 盖章 盖子 盖碗 揭露 揭发 揭阳 代办 代理商 代驾 代言 代发 代充 代练 涂料 涂改 涂层 宗教 \
    麻烦 麻将 麻辣 麻醉 麻袋 鹿茸 植物 植发 植入 战友 战机 战争 衣服 衣物 衣柜 衣架 强大 药品 药店 药物 药费 苟且 鲍鱼 金杯";

/// What is written where a name belongs, without being one.
const FILLERS: &str = "本人 匿名 保密 不详 未知 同上 暂无 未填 无名 客服 买家 卖家 商家 平台 店家 先生 女士 小姐 老师 空白 略 见上 见附件 \
    如下 已签 签名 盖章 手写 电子 公章 无 没有 用户 会员 客户 顾客 消费者 家属 家长 自己 我 我们 他 她 前台 门卫 物业 快递 代收 驿站 菜鸟 \
    电话 手机 地址 邮箱 微信 姓名 账号 收货 收件 默认 仓库 收货部 售后部 财务 售后 退货 退换货 店铺 门店 总部 仓管 管理员 请填写 必填 选填 填写 已填写 已实名 已认证 待填 未实名 未认证 不公开 不便透露 全体业主 全体 全员 众人 多人";

/// Characters hardly any given name has: particles, pronouns, words of trade.
const NEVER: &str = "\
    的了是在被把吗吧呢啊哦呀嘛么哪谁你我他她它您们这那此该且但则仍就没不未无勿很太将要请让使给跟及每各某些个次件款货费钱票账户号码卡\
    单订购买卖退付赔偿诉投箱址话机证邮寄签收派拨打点击店铺厂局网站群链接版批价额率限块角分份条台套日时后里内外上下左右间总叔\
    姨爷奶婶嫂妈爸说称问答看做用到去回过还也都只因所而或与于从由对您客服商质量换查询会能得着啦哇呗拿吃喝住找催骂骗充值\
    录注册验密包袋瓶盒";

/// Characters that may end a name only where nothing follows it.
const LOOSE: &str = "向以和为同有等讲至可已曾想中前其又再来补修天家月元品";

/// What may follow a name within a sentence.
const FOLLOWERS: &str = "\
    您好 你好 用户 会员 客户 顾客 业主 家长 先生 女士 小姐 老师 同学 同志 经理 师傅 教练 医生 律师 阿姨 叔叔 大哥 大姐 太太 夫人 老板 电话 手机 身份 护照 联系 住址 地址 住在 家住 性别 \
    男 女 年龄 出生 生于 生日 微信 账号 账户 卡号 银行 开户 户名 号码 邮箱 证件 收货 收件 收 签收 签字 签名 代收 本人 今年 现年 现住 于 在 的 是 因 向 与 和 及 跟 同 \
    说 称 表示 反映 投诉 举报 申诉 申请 要求 请求 购买 下单 买了 买的 支付 付款 付了 转账 充值 通过 使用 收到 发现 联系 拨打 打电话 发来 告诉 告知 \
    承诺 答应 回复 拒绝 到 从 由 把 将 被 给 对 已 曾 也 就 都 没 不 未 有 没有 一直 多次 先后 去年 昨天 今天 前天 上月 上周 上个月 我 你 他 她 您 咱 那 这 此 其 为 \
    等 以及 以 并 但 后 时 了 吗 呢 啊 吧 呀 系 作为 作 名下 所 办理 报名 参加 预订 入住 租 签订 签 订 退 寄 发 下 拍 订单 运单 快递 \
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙 广西 西藏 宁夏 新疆 \
    均 皆 做 处 损失 受骗 账户 帐户 自称 至今 各 交 还 赔 欠 带 陪 接 被骗 全家 一家 代为 亲笔 亲自 经手 担保 \
    深圳 广州 杭州 南京 武汉 成都 西安 苏州 郑州 长沙 青岛 合肥 沈阳 大连 厦门 宁波 无锡 佛山 东莞";

/// Forms of address.
const TITLES: &[&str] = &[
    "先生", "女士", "小姐", "老师", "同学", "同志", "经理", "师傅", "教练", "医生", "律师", "阿姨", "叔叔",
    "大哥", "大姐", "太太", "夫人", "老板", "主任", "警官", "老弟", "大爷", "大妈", "店长", "客服", "主管",
    "专员", "同事", "姑娘", "会员", "用户",
];

struct Sets {
    clear: CharSet,
    doubtful: CharSet,
    compound: HashSet<(char, char)>,
    /// First characters of the words below.
    word_heads: CharSet,
    words: HashSet<(char, char)>,
    fillers: HashSet<&'static str>,
    never: CharSet,
    loose: CharSet,
    /// First characters of the followers.
    follower_heads: CharSet,
    followers: HashSet<&'static str>,
}

static SETS: LazyLock<Sets> = LazyLock::new(|| {
    let pair = |word: &str| {
        let mut letters = word.chars();
        letters.next().zip(letters.next())
    };
    Sets {
        clear: CharSet::of(CLEAR.chars()),
        doubtful: CharSet::of(DOUBTFUL.chars()),
        compound: COMPOUND.iter().filter_map(|word| pair(word)).collect(),
        word_heads: CharSet::of(WORDS.split_whitespace().filter_map(|word| word.chars().next())),
        words: WORDS.split_whitespace().filter_map(pair).collect(),
        fillers: FILLERS.split_whitespace().collect(),
        never: CharSet::of(NEVER.chars()),
        loose: CharSet::of(LOOSE.chars()),
        follower_heads: CharSet::of(FOLLOWERS.split_whitespace().filter_map(|word| word.chars().next())),
        followers: FOLLOWERS.split_whitespace().collect(),
    }
});

/// Whether letters begin with an everyday word that only looks like a name.
pub(super) fn is_word(letters: &[char]) -> bool {
    letters.len() >= 2
        && SETS.word_heads.contains(letters[0])
        && SETS.words.contains(&(letters[0], letters[1]))
}

/// Whether letters are what people write in the place of a name.
pub(super) fn is_filler(letters: &[char]) -> bool {
    let word: String = letters.iter().collect();
    SETS.fillers.contains(word.as_str())
}

/// Whether letters can be a given name.
pub(super) fn is_given(letters: &[char]) -> bool {
    let kin = matches!(letters, ['哥' | '姐' | '弟' | '妹' | '家' | '某']);
    !letters.is_empty() && !kin && !letters.iter().any(|c| SETS.never.contains(*c)) && !begins_title(letters)
}

/// Whether a given name with this ending is believed only where nothing follows.
pub(super) fn ends_loosely(letters: &[char]) -> bool {
    letters.last().is_some_and(|c| SETS.loose.contains(*c))
}

/// Whether a character is seldom the last one of a given name.
pub(super) fn is_loose(c: char) -> bool {
    SETS.loose.contains(c)
}

/// Whether letters begin with a form of address.
pub(super) fn begins_title(letters: &[char]) -> bool {
    TITLES.iter().any(|title| title.chars().eq(letters.iter().copied().take(title.chars().count())))
}

/// Whether letters go on with something that may follow a name.
pub(super) fn follows_name(letters: &[char]) -> bool {
    letters.first().is_some_and(|c| SETS.follower_heads.contains(*c))
        && (1..=3).any(|length| {
            let word: String = letters.iter().take(length).collect();
            letters.len() >= length && SETS.followers.contains(word.as_str())
        })
}
