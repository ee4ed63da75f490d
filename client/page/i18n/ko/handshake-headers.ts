import type { handshakeHeaders as english } from '../en/handshake-headers.ts'

/** What each field of an opening handshake is for, in Korean. */
export const handshakeHeaders: Readonly<Record<keyof typeof english, string>> = {
  'header-host':
    '어느 서버를 찾는지, 기본 포트가 아니면 포트까지 적습니다. 한 주소를 여러 서버가 나눠 쓸 수 있습니다.',
  'header-connection':
    '여기의 Upgrade는 Upgrade 필드가 바로 다음 홉에만 해당한다는 뜻입니다. 이를 모르는 프록시는 그 필드를 떼어 냅니다. 이것이 없으면 핸드셰이크가 아닙니다.',
  'header-upgrade':
    '요청은 이 연결에서 그대로 websocket 프로토콜로 바꾸자고 하고, 응답은 그에 동의합니다. 포트는 HTTP와 같습니다.',
  'header-origin':
    '요청한 스크립트가 실린 페이지의 출처(origin): 스킴, 호스트, 포트입니다. 클라이언트의 주소가 아닙니다. 서버는 원하지 않는 페이지를 거절할 수 있지만, 브라우저가 아닌 프로그램은 무엇이든 적을 수 있습니다.',
  'header-sec-websocket-version':
    '프로토콜의 버전이며 RFC 6455는 13입니다. 다른 버전을 원하는 서버는 426으로 답하고 그 버전을 적습니다.',
  'header-sec-websocket-key':
    '연결마다 새로 만드는 무작위 16바이트를 base64로 쓴 것입니다. 서버에게 웹소켓을 안다는 증명을 요구할 뿐, 클라이언트를 식별하지 않습니다.',
  'header-sec-websocket-accept':
    '키와 정해진 GUID를 이은 것의 SHA-1을 base64로 쓴 값입니다. 서버가 이 요청을 웹소켓 핸드셰이크로 읽었음을 증명하며, 서버가 누구인지는 증명하지 않습니다.',
  'header-sec-websocket-protocol':
    '서브프로토콜(subprotocol)입니다. 요청은 페이지가 제안하는 것을 순서대로 적고, 응답은 그중 고른 하나만 적습니다.',
  'header-sec-websocket-extensions':
    '브라우저가 제안하는 확장이며, 여기서는 메시지 압축입니다. 응답에 없으면 쓰지 않고 RSV1은 0으로 남습니다.',
  'header-set-websocket-accept': '이런 필드는 없습니다. 무시되므로 accept가 빠진 것과 같습니다.',
  'header-user-agent': '요청하는 프로그램의 이름입니다. 핸드셰이크와는 관계가 없습니다.',
  'header-accept-encoding': '응답 본문에 쓸 수 있는 압축 방식입니다. 101에는 본문이 없습니다.',
  'header-accept-language': '읽는 사람이 원하는 언어입니다. 핸드셰이크와는 관계가 없습니다.',
  'header-accept': '받을 수 있는 미디어 타입입니다. 101에는 본문이 없습니다.',
  'header-cache-control': '중간의 캐시가 서버 대신 답하지 못하게 합니다. 브라우저는 핸드셰이크마다 보냅니다.',
  'header-pragma': '같은 뜻이며, HTTP/1.0 캐시를 위한 것입니다.',
  'header-cookie':
    '이 호스트의 쿠키가 여느 요청처럼 따라갑니다. 사용자를 식별할 수 있으므로 서버는 Origin도 확인해야 합니다.',
  'header-sec-fetch-dest': '응답의 쓰임새: websocket. 페이지의 스크립트는 바꿀 수 없습니다.',
  'header-sec-fetch-mode': '요청 방식: websocket. 페이지의 스크립트는 바꿀 수 없습니다.',
  'header-sec-fetch-site':
    '페이지와 서버의 출처나 사이트가 같은지 알립니다. 페이지의 스크립트는 바꿀 수 없습니다.',
  'header-sec-fetch-storage-access': '이 호스트를 끼워 넣은 페이지에서 쿠키를 쓸 수 있는지 알립니다.',
  'header-sec-gpc': '사용자가 데이터의 판매와 공유를 원하지 않는다는 뜻입니다.',
  'header-dnt': '사용자가 추적을 원하지 않는다는 뜻이지만, 지키는 곳은 거의 없습니다.',
  'header-priority': '응답이 얼마나 급한지 알립니다.',
}
