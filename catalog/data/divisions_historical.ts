/** A league that became a city: its old codes live on in identity numbers and in registers. */
export interface FormerLeague {
  /** Old code and name, current code of the city. */
  league: string
  successor: string
  validTo: string
  /**
   * `old code, name, current code[, from year, to year]`: the years of a county that came or went within the league's
   * time. Of a county that was divided among several the current code is the one of their city.
   */
  counties: string[]
}

/**
 * Leagues that were abolished between 1983 and 2003 (yearly lists of codes of the Ministry of Civil Affairs since 1981).
 * Every county is matched to its present one by name.
 */
export const formerLeagues: FormerLeague[] = [
  {
    league: '152400昭乌达盟',
    successor: '150400',
    validTo: '1983-01-01',
    counties: [
      '152401 赤峰市 150400',
      '152421 阿鲁科尔沁旗 150421',
      '152422 巴林左旗 150422',
      '152423 巴林右旗 150423',
      '152424 林西县 150424',
      '152425 克什克腾旗 150425',
      '152426 翁牛特旗 150426',
      '152427 赤峰县 150400',
      '152428 喀喇沁旗 150428',
      '152429 宁城县 150429',
      '152430 敖汉旗 150430',
    ],
  },
  {
    league: '152100呼伦贝尔盟',
    successor: '150700',
    validTo: '2001-10-10',
    counties: [
      '152101 海拉尔市 150702',
      '152102 满洲里市 150781',
      '152103 扎兰屯市 150783 1983',
      '152104 牙克石市 150782 1983',
      '152105 根河市 150785 1994',
      '152106 额尔古纳市 150784 1994',
      '152121 布特哈旗 150783 1982 1983',
      '152122 阿荣旗 150721',
      '152123 莫力达瓦达斡尔族自治旗 150722',
      '152124 喜桂图旗 150782 1982 1983',
      '152125 额尔古纳右旗 150784 1982 1994',
      '152126 额尔古纳左旗 150785 1982 1994',
      '152127 鄂伦春自治旗 150723',
      '152128 鄂温克族自治旗 150724',
      '152129 新巴尔虎右旗 150727',
      '152130 新巴尔虎左旗 150726',
      '152131 陈巴尔虎旗 150725',
    ],
  },
  {
    league: '152300哲里木盟',
    successor: '150500',
    validTo: '1999-01-13',
    counties: [
      '152301 通辽市 150502',
      '152302 霍林郭勒市 150581 1985',
      '152321 通辽县 150502 1982 1986',
      '152322 科尔沁左翼中旗 150521',
      '152323 科尔沁左翼后旗 150522',
      '152324 开鲁县 150523',
      '152325 库伦旗 150524',
      '152326 奈曼旗 150525',
      '152327 扎鲁特旗 150526',
    ],
  },
  {
    league: '152600乌兰察布盟',
    successor: '150900',
    validTo: '2003-12-01',
    counties: [
      '152601 集宁市 150902',
      '152602 丰镇市 150981 1990',
      '152621 武川县 150125 1982 1996',
      '152622 和林格尔县 150123 1982 1995',
      '152623 清水河县 150124 1982 1995',
      '152624 卓资县 150921',
      '152625 化德县 150922',
      '152626 商都县 150923',
      '152627 兴和县 150924',
      '152628 丰镇县 150981 1982 1990',
      '152629 凉城县 150925',
      '152630 察哈尔右翼前旗 150926',
      '152631 察哈尔右翼中旗 150927',
      '152632 察哈尔右翼后旗 150928',
      '152633 达尔罕茂明安联合旗 150223 1982 1996',
      '152634 四子王旗 150929',
    ],
  },
  {
    league: '152700伊克昭盟',
    successor: '150600',
    validTo: '2001-02-26',
    counties: [
      '152701 东胜市 150602 1983',
      '152721 东胜县 150602 1982 1983',
      '152722 达拉特旗 150621',
      '152723 准格尔旗 150622',
      '152724 鄂托克前旗 150623',
      '152725 鄂托克旗 150624',
      '152726 杭锦旗 150625',
      '152727 乌审旗 150626',
      '152728 伊金霍洛旗 150627',
    ],
  },
  {
    league: '152800巴彦淖尔盟',
    successor: '150800',
    validTo: '2003-12-01',
    counties: [
      '152801 临河市 150802 1984',
      '152821 临河县 150802 1982 1984',
      '152822 五原县 150821',
      '152823 磴口县 150822',
      '152824 乌拉特前旗 150823',
      '152825 乌拉特中旗 150824',
      '152826 乌拉特后旗 150825',
      '152827 杭锦后旗 150826',
    ],
  },
]

/** Counties abolished within leagues that are still there, written as those of former leagues. */
export const formerCounties: string[] = ['152521 阿巴哈纳尔旗 152502 1982 1983']

/** `code, name, to year`: what a code in force was called before, from its first day (the same lists). */
export const formerNames: string[] = [
  '150105 郊区 2000',
  '150205 石拐矿区 1999',
  '150207 郊区 1999',
  '150404 郊区 1993',
]
