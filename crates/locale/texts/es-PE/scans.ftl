# Los controles que hicieron los teléfonos: dónde, cuándo, y lo que no cuadra.
office-nav-scans = Controles
scans-title = Controles de permisos
scans-from = Desde el
scans-until = Hasta el
scans-show = Mostrar
scans-pairs = Mismo permiso en lugares demasiado alejados
scans-pairs-lead = A más de { $speed } km/h: puede ser una copia.
scans-apart = { $kilometres } km en { $between }
scans-speed = { $speed } km/h
scans-no-time = al mismo tiempo
scans-flag = Demasiado lejos del anterior o del siguiente
scans-by-checkpoint = Por puesto de control y hora
scans-none = No hay controles en esos días.
scans-checks = Controles
scans-held = Válidos
scans-refused = No válidos
scans-flagged = Demasiado alejados
scans-busiest = Hora con más controles
scans-figures = Ver las cifras
scans-hour-of-day = Hora del día
scans-hour = { $from }:00–{ $until }:00
scans-count = { $count ->
    [one] { $count } control
   *[other] { $count } controles
  }
scans-chart-told = Barras por hora del día. La hora con más es { $hour }, con { $count }.
scans-of-permit = Controles de este permiso
scans-of-permit-none = Ningún teléfono registrado lo controló, o ya se borró.
scans-own = Cuándo se controló
scans-own-lead = Lo ves tú y quien supervisa el servicio. Se borra después de { $length }.
scans-own-none = Todavía nadie lo controló con un teléfono registrado.

office-nav-check = Comprobar
by-hand-title = Comprobar un permiso por su número
by-hand-lead = Escribe el número del papel. Verás lo mismo que dice el código. Cada búsqueda queda en el registro.
by-hand-another = Comprobar otro
by-hand-compare = Pide el documento y compara el nombre y el número.
by-hand-office = Ver en la oficina
dates-reversed = El último día va antes que el primero: cambia uno de los dos.
scans-last-week = Esto es de los últimos siete días.
